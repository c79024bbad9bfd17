// Who waits for a time, and how full the shown week is.
import { graphql } from "../gql/gql.js";

export const Waiting = graphql(`
  query Waiting($clinic: ID!) {
    waitlist(clinicId: $clinic, where: { states: [WAITING, OFFERED] }, first: 40) {
      totalCount
      nodes {
        id
        state
        since
        firstDay
        lastDay
        fromMinute
        untilMinute
        startsBefore
        weekdays
        days
        dayParts
        durationMinutes
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
        location {
          id
          name
        }
        booking {
          id
          startsAt
        }
        offer {
          startsAt
          offeredUntil
          needsCall
          practitioner {
            id
            fullName
          }
        }
      }
    }
  }
`);

export const WaitlistTold = graphql(`
  subscription WaitlistTold($clinic: ID!, $after: String) {
    waitlistChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);

export const Awaited = graphql(`
  mutation Awaited($input: WaitlistEntryAddInput!, $key: String!) {
    waitlistEntryAdd(input: $input) @idempotent(key: $key) {
      waitlistEntry {
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

export const OfferMade = graphql(`
  mutation OfferMade($input: WaitlistOfferMakeInput!) {
    waitlistOfferMake(input: $input) {
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

export const OfferTaken = graphql(`
  mutation OfferTaken($id: ID!, $key: String!) {
    waitlistOfferTake(entryId: $id) @idempotent(key: $key) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const OfferDeclined = graphql(`
  mutation OfferDeclined($id: ID!) {
    waitlistOfferDecline(entryId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const WaitingEnded = graphql(`
  mutation WaitingEnded($id: ID!) {
    waitlistEntryRemove(entryId: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

export const Figures = graphql(`
  query Figures($clinic: ID!, $day: Date!) {
    utilisation(clinicId: $clinic, firstDay: $day, dayCount: 7) {
      openMinutes
      bookedMinutes
    }
    noShows(clinicId: $clinic, firstDay: $day, dayCount: 7, by: WEEK) {
      bookings
      missed
    }
  }
`);
