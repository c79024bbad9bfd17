import { graphql } from "../gql/gql.js";

export const OpenTasks = graphql(`
  query OpenTasks($clinic: ID!, $after: String) {
    tasks(clinicId: $clinic, where: { state: OPEN }, orderBy: { field: CREATED_AT, direction: DESC }, first: 30, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        kind
        reason
        advice
        createdAt
        bookingId
        bookingCount
        viewerCanMarkDone
        conversation {
          id
          patient {
            id
            name
            phone
          }
        }
        channel {
          id
          title
        }
      }
    }
  }
`);

/** Whom and when the tasks' bookings are about: a task names its booking by an id alone. */
export const TaskBookings = graphql(`
  query TaskBookings($clinic: ID!, $ids: [ID!]!) {
    bookings(clinicId: $clinic, where: { ids: $ids }, first: 30) {
      nodes {
        id
        startsAt
        timeZone
        patient {
          id
          name
          phone
        }
        arrangedBy {
          id
          name
          phone
        }
        service {
          id
          title
        }
      }
    }
  }
`);

export const TaskDone = graphql(`
  mutation TaskDone($id: ID!) {
    taskDone(taskId: $id) {
      task {
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
