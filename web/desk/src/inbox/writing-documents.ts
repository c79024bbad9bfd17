import { graphql } from "../gql/gql.js";

export const MessageSend = graphql(`
  mutation MessageSend($input: MessageSendInput!, $key: String!) {
    messageSend(input: $input) @idempotent(key: $key) {
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

export const CannedFound = graphql(`
  query CannedFound($clinic: ID!, $contains: String) {
    cannedReplies(clinicId: $clinic, where: { contains: $contains }, first: 8) {
      nodes {
        id
        shortcut
        texts {
          language
          body
        }
      }
    }
  }
`);

export const CannedFilled = graphql(`
  query CannedFilled($conversation: ID!, $reply: ID!) {
    cannedReplyPreview(conversationId: $conversation, cannedReplyId: $reply) {
      language
      text
      missing
    }
  }
`);

export const TakeOver = graphql(`
  mutation TakeOver($id: ID!) {
    conversationTakeOver(conversationId: $id) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const GiveBack = graphql(`
  mutation GiveBack($id: ID!) {
    conversationReturn(conversationId: $id) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Close = graphql(`
  mutation Close($id: ID!) {
    conversationClose(conversationId: $id) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Reopen = graphql(`
  mutation Reopen($id: ID!) {
    conversationReopen(conversationId: $id) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const MarkUnread = graphql(`
  mutation MarkUnread($id: ID!) {
    conversationMarkUnread(conversationId: $id) {
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

export const Assign = graphql(`
  mutation Assign($id: ID!, $assignee: ID, $team: ID) {
    conversationAssign(input: { conversationId: $id, assigneeId: $assignee, teamId: $team }) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Snooze = graphql(`
  mutation Snooze($id: ID!, $until: DateTime) {
    conversationSnooze(input: { conversationId: $id, until: $until }) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const LabelsSet = graphql(`
  mutation LabelsSet($id: ID!, $labels: [ID!]!) {
    conversationLabelsSet(input: { conversationId: $id, labelIds: $labels }) {
      conversation {
        ...HeadParts
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const NoteAdd = graphql(`
  mutation NoteAdd($id: ID!, $body: String!, $key: String!) {
    conversationNoteAdd(input: { conversationId: $id, body: $body }) @idempotent(key: $key) {
      note {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const NoteEdit = graphql(`
  mutation NoteEdit($id: ID!, $body: String!) {
    conversationNoteEdit(input: { noteId: $id, body: $body }) {
      note {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const NoteDelete = graphql(`
  mutation NoteDelete($id: ID!) {
    conversationNoteDelete(noteId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const ChangeMany = graphql(`
  mutation ChangeMany($input: ConversationsChangeInput!) {
    conversationsChange(input: $input) {
      conversations {
        id
      }
      refused {
        conversationId
        code
        message
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const PatientCard = graphql(`
  query PatientCard($id: ID!) {
    node(id: $id) {
      ... on Patient {
        id
        name
        phone
        language
        birthDate
        createdAt
        isSealed
        consents {
          purpose
          state
          since
        }
        relatedPersons {
          patientId
          contactId
        }
      }
    }
  }
`);

export const NamesOf = graphql(`
  query NamesOf($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Patient {
        id
        name
        phone
      }
    }
  }
`);

export const BookingsOf = graphql(`
  query BookingsOf($clinic: ID!, $patient: ID!, $from: DateTime!) {
    upcoming: bookings(
      clinicId: $clinic
      where: { patientId: $patient, startsFrom: $from }
      orderBy: { field: STARTS_AT, direction: ASC }
      first: 10
    ) {
      nodes {
        ...BookingParts
      }
    }
    past: bookings(
      clinicId: $clinic
      where: { patientId: $patient, startsBefore: $from }
      orderBy: { field: STARTS_AT, direction: DESC }
      first: 10
    ) {
      nodes {
        ...BookingParts
      }
    }
  }
`);

export const BookingParts = graphql(`
  fragment BookingParts on Booking {
    id
    reference
    startsAt
    timeZone
    status
    displacedAt
    service {
      id
      title
    }
    practitioner {
      id
      shortName
    }
  }
`);

export const PatientBookingsTold = graphql(`
  subscription PatientBookingsTold($clinic: ID!, $after: String) {
    bookingChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);

export const TasksOf = graphql(`
  query TasksOf($clinic: ID!, $conversation: ID!) {
    tasks(clinicId: $clinic, where: { state: OPEN, conversationId: $conversation }, first: 20) {
      nodes {
        id
        kind
        reason
        advice
        createdAt
        bookingCount
        viewerCanMarkDone
      }
    }
  }
`);
