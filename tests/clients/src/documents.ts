// What the typed clients ask: graphql-codegen makes types, typed documents and the manifest of trusted documents of it.
import { graphql } from "./gql/index.js";

export const Services = graphql(`
  query Services($clinic: ID!, $first: Int!, $after: String) {
    clinic(id: $clinic) {
      id
      name
      services(first: $first, after: $after) {
        edges {
          cursor
          node {
            id
            title
            durationMinutes
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const ServiceById = graphql(`
  query ServiceById($id: ID!) {
    node(id: $id) {
      id
      ... on Service {
        title
        durationMinutes
      }
    }
  }
`);

export const Slots = graphql(`
  query Slots($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
    availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
      startsAt
      timeZone
      practitioner {
        id
        fullName
      }
    }
  }
`);

export const Book = graphql(`
  mutation Book($input: BookingCreateInput!) {
    bookingCreate(input: $input) {
      booking {
        id
        reference
        status
        version
        startsAt
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Cancel = graphql(`
  mutation Cancel($input: BookingCancelInput!) {
    bookingCancel(input: $input) {
      booking {
        id
        status
        version
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const BookingById = graphql(`
  query BookingById($id: ID!) {
    node(id: $id) {
      id
      ... on Booking {
        status
        version
      }
    }
  }
`);

export const Channels = graphql(`
  query Channels($clinic: ID!) {
    channels(clinicId: $clinic) {
      nodes {
        id
        title
      }
    }
    deadJobs(clinicId: $clinic) {
      nodes {
        id
      }
    }
  }
`);

export const BookingChanged = graphql(`
  subscription BookingChanged($clinic: ID!) {
    bookingChanged(clinicId: $clinic) {
      booking {
        id
        reference
        status
        version
        startsAt
      }
    }
  }
`);
