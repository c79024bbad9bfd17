// Types and trusted documents for what the desk asks, from the API's committed contract.
export default {
  schema: "../../schema/schema.graphql",
  documents: "src/*/{documents,*-documents}.ts",
  errorsOnly: true,
  emitLegacyCommonJSImports: false,
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" }, fragmentMasking: false },
      config: {
        useTypeImports: true,
        defaultScalarType: "unknown",
        scalars: { Date: "string", DateTime: "string" },
        enumsAsTypes: true,
      },
    },
  },
};
