// How the schemas must read; run from the repository's root over the one that SDL names (its parser keeps one a process).
import graphql from "@graphql-eslint/eslint-plugin";

const schema = process.env.SDL;
const rules = {
  ...graphql.configs["flat/schema-recommended"].rules,
  "@graphql-eslint/description-style": ["error", { style: "block" }],
  "@graphql-eslint/naming-convention": [
    "error",
    {
      types: "PascalCase",
      FieldDefinition: "camelCase",
      InputValueDefinition: "camelCase",
      Argument: "camelCase",
      DirectiveDefinition: "camelCase",
      EnumValueDefinition: "UPPER_CASE",
      InputObjectTypeDefinition: { requiredSuffixes: ["Input", "Where", "OrderBy"] },
      EnumTypeDefinition: { forbiddenSuffixes: ["Enum"] },
      InterfaceTypeDefinition: { forbiddenSuffixes: ["Interface"] },
      "FieldDefinition[parent.name.value=Query]": { forbiddenPrefixes: ["get", "list", "query"] },
      "FieldDefinition[gqlType.name.value=/Connection$/]": { forbiddenSuffixes: ["Connection", "List"] },
      // nounVerb: what is changed comes first, so that all changes of a thing stand together
      "FieldDefinition[parent.name.value=Mutation]": {
        forbiddenPrefixes: ["create", "update", "delete", "remove", "add", "set", "cancel", "send", "make"],
      },
    },
  ],
  "@graphql-eslint/no-typename-prefix": "off", // a Membership may have memberships
  "@graphql-eslint/relay-arguments": ["error", { includeBoth: true }],
  "@graphql-eslint/relay-connection-types": "error",
  "@graphql-eslint/relay-edge-types": ["error", { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
  "@graphql-eslint/relay-page-info": "error",
  "@graphql-eslint/require-deprecation-date": "off", // scripts/schema_changes.py reads the reason
  "@graphql-eslint/require-description": [
    "error",
    {
      types: true,
      rootField: true,
      FieldDefinition: true,
      InputValueDefinition: true,
      EnumValueDefinition: true,
      DirectiveDefinition: true,
    },
  ],
  "@graphql-eslint/strict-id-in-types": "off", // slots, edges and payloads have none, and every Node has one
};

export default [
  {
    files: [schema],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { "@graphql-eslint": graphql },
    rules,
  },
];
