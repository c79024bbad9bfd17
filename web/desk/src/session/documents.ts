import { graphql } from "../gql/gql.js";

export const Session = graphql(`
  query Session {
    viewer {
      email
      needsSecondFactor
      user {
        id
        fullName
      }
      memberships {
        role
        permissions
        practitioner {
          id
        }
        clinic {
          id
          name
          timeZone
          locale
          locations(first: 100) {
            nodes {
              id
              name
              timeZone
              isActive
            }
          }
          practitioners(first: 100) {
            nodes {
              id
              fullName
              shortName
              isActive
            }
          }
          services(first: 100) {
            nodes {
              id
              title
              durationMinutes
              otherDurations
              isOnRequest
              isActive
            }
          }
        }
      }
    }
  }
`);

export const ClinicChanged = graphql(`
  subscription ClinicChanged($clinic: ID!, $after: String) {
    clinicChanged(clinicId: $clinic, after: $after) {
      cursor
    }
  }
`);
