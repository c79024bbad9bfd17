// Read by relay-compiler, never run: the programs take what it makes of these out of __generated__.
import { graphql } from "relay-runtime";

graphql`
  query documentsServicesQuery($clinic: ID!, $first: Int!) {
    clinic(id: $clinic) {
      id
      ...documentsServices @arguments(first: $first)
    }
  }
`;

graphql`
  fragment documentsServices on Clinic
  @refetchable(queryName: "documentsServicesPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" }) {
    services(first: $first, after: $after) @connection(key: "documents_services") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

graphql`
  query documentsServiceQuery($id: ID!) {
    node(id: $id) {
      id
      ...documentsService @alias(as: "service")
    }
  }
`;

graphql`
  fragment documentsService on Service @refetchable(queryName: "documentsServiceAgainQuery") {
    title
    shortTitle
    durationMinutes
  }
`;

graphql`
  mutation documentsBookMutation($input: BookingCreateInput!) {
    bookingCreate(input: $input) {
      booking {
        id
        status
        version
      }
      userErrors {
        code
        field
      }
    }
  }
`;

graphql`
  mutation documentsCancelMutation($input: BookingCancelInput!) {
    bookingCancel(input: $input) {
      booking {
        id
        status
        version
      }
      userErrors {
        code
      }
    }
  }
`;

graphql`
  query documentsForbiddenQuery($clinic: ID!) {
    deadJobs(clinicId: $clinic) {
      nodes {
        id
      }
    }
  }
`;

graphql`
  subscription documentsBookingChangedSubscription($clinic: ID!) {
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
`;
