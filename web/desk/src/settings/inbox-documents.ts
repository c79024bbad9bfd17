import { graphql } from "../gql/gql.js";

export const InboxArranged = graphql(`
  query InboxArranged($clinic: ID!) {
    clinic(id: $clinic) {
      id
      name
      phone
      locale
      answerMinutes
    }
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
        members {
          id
          fullName
        }
      }
    }
    members(clinicId: $clinic, where: { state: ACTIVE }, first: 100) {
      nodes {
        id
        user {
          id
          fullName
        }
      }
    }
  }
`);

export const CannedTexts = graphql(`
  query CannedTexts($clinic: ID!, $after: String) {
    cannedReplies(clinicId: $clinic, first: 100, after: $after) {
      nodes {
        id
        shortcut
        texts {
          language
          body
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const LabelledCount = graphql(`
  query LabelledCount($clinic: ID!, $label: ID!) {
    conversations(clinicId: $clinic, where: { labelId: $label }, first: 1) {
      totalCount
    }
  }
`);

export const LabelSave = graphql(`
  mutation LabelSave($input: LabelSaveInput!) {
    labelSave(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const LabelDelete = graphql(`
  mutation LabelDelete($id: ID!) {
    labelDelete(labelId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TeamSave = graphql(`
  mutation TeamSave($input: TeamSaveInput!) {
    teamSave(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const TeamDelete = graphql(`
  mutation TeamDelete($id: ID!) {
    teamDelete(teamId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const CannedSave = graphql(`
  mutation CannedSave($input: CannedReplySaveInput!) {
    cannedReplySave(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const CannedDelete = graphql(`
  mutation CannedDelete($id: ID!) {
    cannedReplyDelete(cannedReplyId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const AnswerTarget = graphql(`
  mutation AnswerTarget($input: AnswerTargetSetInput!) {
    answerTargetSet(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);
