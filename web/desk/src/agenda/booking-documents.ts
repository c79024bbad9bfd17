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
