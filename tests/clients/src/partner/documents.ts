// What a partner's typed program asks: graphql-codegen makes types of it from the partners' schema alone.
import { graphql } from "./gql/index.js";

export const Own = graphql(`
  query Own {
    key {
      scopes
      clinic {
        id
        services(first: 1) {
          nodes {
            id
            title
          }
        }
      }
    }
  }
`);

export const Times = graphql(`
  query Times($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
    availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
      startsAt
      practitioner {
        id
      }
    }
  }
`);

export const BookOnce = graphql(`
  mutation BookOnce($input: BookingCreateInput!, $key: String!) {
    bookingCreate(input: $input) @idempotent(key: $key) {
      booking {
        id
        status
        startsAt
        patient {
          id
          name
        }
      }
      userErrors {
        code
        field
      }
    }
  }
`);
