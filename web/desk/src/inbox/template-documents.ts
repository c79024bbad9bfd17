// What is asked of approved templates: apart from what else is written, as they are fetched once somebody turns to them.
import { graphql } from "../gql/gql.js";

export const MessageSendTemplate = graphql(`
  mutation MessageSendTemplate($id: ID!, $template: ID!, $values: [String!]!, $isUrgent: Boolean!, $key: String!) {
    messageSendTemplate(input: { conversationId: $id, templateId: $template, values: $values, isUrgent: $isUrgent })
      @idempotent(key: $key) {
      message {
        ...MessageParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TemplateChoices = graphql(`
  query TemplateChoices($clinic: ID!, $where: TemplateWhere) {
    templates(clinicId: $clinic, where: $where, first: 100) {
      nodes {
        id
        name
        language
        category
        header
        body
        footer
        replies
        isFillable
        variables {
          place
          name
        }
        uses {
          purpose
        }
      }
    }
  }
`);

export const TemplatePreviewed = graphql(`
  query TemplatePreviewed($id: ID!, $values: [String!]!) {
    node(id: $id) {
      ... on MessageTemplate {
        id
        preview(values: $values) {
          text
          problems
        }
      }
    }
  }
`);
