// What is asked and done to find a time, and to book it.
import { graphql } from "../gql/gql.js";

export const FreeDays = graphql(`
  query FreeDays(
    $clinic: ID!
    $service: ID!
    $from: DateTime!
    $to: DateTime!
    $with: ID
    $at: ID
    $minutes: Int
    $moving: ID
  ) {
    availableDays(
      clinicId: $clinic
      serviceId: $service
      from: $from
      to: $to
      practitionerId: $with
      locationId: $at
      durationMinutes: $minutes
      movingBookingId: $moving
    ) {
      day
      count
      isOnRequest
    }
  }
`);

export const FreeTimes = graphql(`
  query FreeTimes(
    $clinic: ID!
    $service: ID!
    $from: DateTime!
    $to: DateTime!
    $with: ID
    $at: ID
    $minutes: Int
    $moving: ID
  ) {
    availableSlots(
      clinicId: $clinic
      serviceId: $service
      from: $from
      to: $to
      practitionerId: $with
      locationId: $at
      durationMinutes: $minutes
      movingBookingId: $moving
    ) {
      ...Offer
    }
  }
`);

export const WhyNot = graphql(`
  query WhyNot($clinic: ID!, $service: ID!, $with: ID!, $at: ID!, $time: DateTime!, $minutes: Int) {
    explainSlot(
      clinicId: $clinic
      serviceId: $service
      practitionerId: $with
      locationId: $at
      at: $time
      durationMinutes: $minutes
    )
  }
`);

export const PatientSearch = graphql(`
  query PatientSearch($clinic: ID!, $words: String!) {
    patients(clinicId: $clinic, where: { contains: $words }, first: 8) {
      nodes {
        id
        name
        phone
        birthDate
      }
    }
  }
`);

export const PatientNamed = graphql(`
  query PatientNamed($id: ID!) {
    node(id: $id) {
      ... on Patient {
        id
        name
        phone
        birthDate
      }
    }
  }
`);

export const UpcomingOf = graphql(`
  query UpcomingOf($clinic: ID!, $patient: ID!, $from: DateTime!) {
    bookings(
      clinicId: $clinic
      where: { patientId: $patient, startsFrom: $from }
      orderBy: { field: STARTS_AT, direction: ASC }
      first: 10
    ) {
      nodes {
        id
        startsAt
        timeZone
        status
        service {
          id
          title
        }
        practitioner {
          id
          shortName
        }
      }
    }
  }
`);

export const PatientMade = graphql(`
  mutation PatientMade($input: PatientCreateInput!, $key: String!) {
    patientCreate(input: $input) @idempotent(key: $key) {
      patient {
        id
        name
        phone
        birthDate
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Booked = graphql(`
  mutation Booked($input: BookingCreateInput!, $key: String!) {
    bookingCreate(input: $input) @idempotent(key: $key) {
      booking {
        id
        startsAt
        status
      }
      reasons
      alternatives {
        ...Offer
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Drifts = graphql(`
  query Drifts($clinic: ID!) {
    calendarDrifts(clinicId: $clinic, where: { states: [OPEN] }, first: 20) {
      totalCount
      nodes {
        id
        kind
        eventStartsAt
        eventEndsAt
        foundAt
        viewerCanSettle
        booking {
          id
          reference
          startsAt
          endsAt
          status
          patient {
            id
            name
            phone
          }
          service {
            id
            title
          }
          practitioner {
            id
            fullName
          }
        }
      }
    }
  }
`);

export const DriftAccepted = graphql(`
  mutation DriftAccepted($id: ID!, $key: String!) {
    calendarDriftAccept(driftId: $id) @idempotent(key: $key) {
      alternatives {
        ...Offer
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const DriftPutBack = graphql(`
  mutation DriftPutBack($id: ID!) {
    calendarDriftPutBack(driftId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const DriftKeptBoth = graphql(`
  mutation DriftKeptBoth($id: ID!) {
    calendarDriftKeepBoth(driftId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Displaced = graphql(`
  query Displaced($clinic: ID!) {
    bookings(clinicId: $clinic, where: { isDisplaced: true }, first: 50) {
      totalCount
      nodes {
        id
        startsAt
        displacedAt
        reminderHeldAt
        patient {
          id
          name
          phone
        }
        service {
          id
          title
        }
        practitioner {
          id
          fullName
        }
      }
    }
  }
`);
