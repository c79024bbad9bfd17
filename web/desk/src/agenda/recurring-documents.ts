// What is asked and done to book several appointments that belong together.
import { graphql } from "../gql/gql.js";

export const SeriesPreview = graphql(`
  query SeriesPreview($clinic: ID!, $service: ID!, $startsAt: DateTime!, $rule: String!, $with: ID, $at: ID, $minutes: Int) {
    bookingSeriesPreview(
      clinicId: $clinic
      serviceId: $service
      startsAt: $startsAt
      recurrence: $rule
      practitionerId: $with
      locationId: $at
      durationMinutes: $minutes
    ) {
      ordinal
      startsAt
      isOffered
      reasons
      practitioner {
        id
        fullName
      }
      alternatives {
        ...Offer
      }
    }
  }
`);

export const SeriesBooked = graphql(`
  mutation SeriesBooked($input: BookingSeriesCreateInput!, $key: String!) {
    bookingSeriesCreate(input: $input) @idempotent(key: $key) {
      bookings {
        id
        startsAt
      }
      refusals {
        ordinal
        startsAt
        code
        reasons
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
