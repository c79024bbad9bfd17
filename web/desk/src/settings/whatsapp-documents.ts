import { graphql } from "../gql/gql.js";

export const Channels = graphql(`
  query Channels($clinic: ID!) {
    channels(clinicId: $clinic, first: 20) {
      nodes {
        id
        title
        accountId
        state
        connectedAt
        pausedUntil
        messagesPerSecond
        recipientsPerDay
        templatesSyncedAt
        viewerCanDisconnect
        health {
          checkedAt
          quality
          nameStatus
          throughput
          credentialsExpireAt
          problems
        }
        banner {
          reason
          since
        }
        notices(first: 5) {
          nodes {
            id
            event
            effect
            happenedAt
          }
        }
      }
    }
    clinic(id: $clinic) {
      id
      quietFromMinute
      quietUntilMinute
    }
  }
`);

export const Templates = graphql(`
  query Templates($clinic: ID!, $after: String) {
    templates(clinicId: $clinic, first: 50, after: $after) {
      nodes {
        id
        name
        language
        category
        status
        header
        body
        footer
        isFillable
        replies
        viewerCanMap
        variables {
          place
          name
        }
        uses {
          purpose
          fillings
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const TemplateFilled = graphql(`
  query TemplateFilled($id: ID!, $values: [String!]!) {
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

export const TemplateMapping = graphql(`
  mutation TemplateMapping($input: TemplateMapInput!) {
    templateMap(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TemplateUnmapping = graphql(`
  mutation TemplateUnmapping($input: TemplateUnmapInput!) {
    templateUnmap(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TemplatesRead = graphql(`
  mutation TemplatesRead($channel: ID!) {
    templateSync(channelId: $channel) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const ChannelLeave = graphql(`
  mutation ChannelLeave($channel: ID!) {
    channelDisconnect(channelId: $channel) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const QuietHours = graphql(`
  mutation QuietHours($input: ClinicQuietHoursUpdateInput!) {
    clinicQuietHoursUpdate(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
