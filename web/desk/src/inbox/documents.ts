import { graphql } from "../gql/gql.js";

export const RowParts = graphql(`
  fragment RowParts on Conversation {
    id
    state
    owner
    handoverReason
    snoozedUntil
    unreadCount
    lastMessageAt
    answerDueAt
    isOverdue
    patient {
      id
      name
      phone
    }
    assignee {
      id
      fullName
    }
    team {
      id
      name
    }
    labels {
      id
      name
      colour
    }
    messages(last: 1) {
      nodes {
        id
        kind
        body
        author
        status
        revokedAt
      }
    }
  }
`);

export const ConversationRows = graphql(`
  query ConversationRows($clinic: ID!, $where: ConversationWhere, $orderBy: ConversationOrderBy, $first: Int, $after: String) {
    conversations(clinicId: $clinic, where: $where, orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...RowParts
      }
    }
  }
`);

export const ListChanged = graphql(`
  subscription ListChanged($clinic: ID!, $after: String) {
    conversationChanged(clinicId: $clinic, after: $after) {
      cursor
      conversation {
        id
      }
    }
  }
`);

export const TabCounts = graphql(`
  query TabCounts($clinic: ID!, $mine: ConversationWhere, $nobodys: ConversationWhere, $unread: ConversationWhere, $late: ConversationWhere) {
    mine: conversations(clinicId: $clinic, where: $mine, first: 1) {
      totalCount
    }
    nobodys: conversations(clinicId: $clinic, where: $nobodys, first: 1) {
      totalCount
    }
    unread: conversations(clinicId: $clinic, where: $unread, first: 1) {
      totalCount
    }
    late: conversations(clinicId: $clinic, where: $late, first: 1) {
      totalCount
    }
  }
`);

export const PatientsFound = graphql(`
  query PatientsFound($clinic: ID!, $contains: String!) {
    patients(clinicId: $clinic, where: { contains: $contains }, first: 8) {
      nodes {
        id
      }
    }
  }
`);

export const Sorting = graphql(`
  query Sorting($clinic: ID!) {
    labels(clinicId: $clinic, first: 100) {
      nodes {
        id
        name
        colour
      }
    }
    teams(clinicId: $clinic, first: 50) {
      nodes {
        id
        name
      }
    }
  }
`);

export const Colleagues = graphql(`
  query Colleagues($clinic: ID!) {
    assignees(clinicId: $clinic) {
      id
      fullName
    }
  }
`);

export const HeadParts = graphql(`
  fragment HeadParts on Conversation {
    id
    state
    owner
    handoverReason
    snoozedUntil
    unreadCount
    lastMessageAt
    lastInboundAt
    answerDueAt
    isOverdue
    viewerCanSend
    viewerCanAssign
    patient {
      id
      name
      phone
      language
    }
    assignee {
      id
      fullName
    }
    team {
      id
      name
    }
    labels {
      id
      name
      colour
    }
    channel {
      id
      title
      state
    }
    handoff {
      summary
    }
  }
`);

export const MessageParts = graphql(`
  fragment MessageParts on Message {
    id
    kind
    body
    author
    authorUser {
      id
      fullName
    }
    direction
    sentAt
    status
    statusAt
    errorCode
    heldUntil
    heldReason
    editedAt
    revokedAt
    historyPhase
    chatGroupId
    purpose
    isForwarded
    choices
    isQuotable
    replyTo {
      id
      body
      author
      revokedAt
    }
    reactions {
      emoji
      author
    }
    media {
      kind
      state
      errorCode
      mimeType
      sizeBytes
      caption
      filename
      url
    }
    place {
      latitude
      longitude
      name
      address
    }
    contacts {
      name
      phones
      emails
    }
    form {
      name
      answers
    }
    order {
      catalogId
      items {
        productId
        quantity
        price
        currency
      }
    }
    referral {
      headline
      body
    }
    raw
  }
`);

export const ConversationHead = graphql(`
  query ConversationHead($id: ID!) {
    node(id: $id) {
      __typename
      ... on Conversation {
        ...HeadParts
      }
    }
  }
`);

export const MessagesOf = graphql(`
  query MessagesOf($id: ID!, $last: Int!, $before: String) {
    node(id: $id) {
      ... on Conversation {
        id
        messages(last: $last, before: $before) {
          pageInfo {
            hasPreviousPage
            startCursor
          }
          nodes {
            ...MessageParts
          }
        }
      }
    }
  }
`);

export const VersionsOf = graphql(`
  query VersionsOf($id: ID!) {
    node(id: $id) {
      ... on Message {
        id
        versions {
          at
          body
        }
      }
    }
  }
`);

export const FileOf = graphql(`
  query FileOf($id: ID!) {
    node(id: $id) {
      ... on Message {
        id
        media {
          state
          url
        }
      }
    }
  }
`);

export const ThreadChanged = graphql(`
  subscription ThreadChanged($clinic: ID!, $conversation: ID!, $after: String) {
    conversationChanged(clinicId: $clinic, conversationId: $conversation, after: $after) {
      cursor
      conversation {
        ...HeadParts
      }
      message {
        ...MessageParts
      }
    }
  }
`);

export const NotesOf = graphql(`
  query NotesOf($id: ID!) {
    node(id: $id) {
      ... on Conversation {
        id
        notes(last: 100) {
          nodes {
            id
            body
            createdAt
            editedAt
            authorUser {
              id
              fullName
            }
          }
        }
      }
    }
  }
`);

export const MarkRead = graphql(`
  mutation MarkRead($id: ID!) {
    conversationMarkRead(conversationId: $id) {
      conversation {
        id
        unreadCount
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Presence = graphql(`
  subscription Presence($id: ID!) {
    conversationPresence(conversationId: $id) {
      colleagues {
        user {
          id
          fullName
        }
        isTyping
        until
      }
    }
  }
`);

export const PresenceTell = graphql(`
  mutation PresenceTell($id: ID!, $activity: PresenceActivity!) {
    conversationPresenceTell(conversationId: $id, activity: $activity) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
