"""What each refusal is called on the wire: the one place with codes and texts.

The texts are the documented ones, spelling included, with the offending value
after them. Codes that are not in the vendor's documentation are words in
capitals. A missing thing is 400 with a code, never 404, as long as the vendor's
API has it. Source: CONTRACT 1 and 4 to 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from almandine import faults
from almandine.faults import Refusal


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """How one kind of refusal stands on the wire."""

    code: str
    status: int
    """HTTP status."""
    message: str
    """A format string that names only fields of the refusal."""
    traced: bool = True
    """Whether it has a tracking id; what the gateway says has none."""


def message(refusal: Refusal) -> str:
    """Return the text of a refusal, with its facts."""
    facts = {field.name: getattr(refusal, field.name) for field in fields(refusal)}
    return ERRORS[type(refusal)].message.format_map(facts)


_JOBS: Final[Mapping[type[Refusal], ErrorRow]] = {
    faults.InvalidJobId: ErrorRow(
        "402215",
        400,
        "Invalid format for job_id. Value: {job_id}."
        " Valid format: Job type prefix (S,M,O) followed by digits",
    ),
    faults.UnknownJob: ErrorRow("402216", 400, "Invalid job id. Value: {job_id}."),
    faults.MissingOperation: ErrorRow("402220", 400, "Operation was not provided."),
    faults.UnsupportedOperation: ErrorRow(
        "402221", 400, "Operation is not supported. Value: {op}."
    ),
    faults.SeveralTasks: ErrorRow(
        "402231",
        400,
        "Job in consisted of more than one task - executing such job is currently"
        " not supported via the API. Value: {job_id}, tasks: {tasks}.",
    ),
    faults.UnknownJobCategory: ErrorRow(
        "402249",
        400,
        "Invalid scheduled job category. Value: {category}, job: {job_id}.",
    ),
    faults.NotSubmittable: ErrorRow(
        "402248", 400, "Cannot submit scheduled job. Value: {job_id}: {because}."
    ),
    faults.WrongContent: ErrorRow(
        "40166410",
        400,
        "Parameter value invalid. Set {set_id} holds {content}; expected {expected}.",
    ),
    faults.Overlap: ErrorRow(
        "60347",
        400,
        "Job overlapps with running job - cannot execute."
        " Value: {job_id}, running: {run_id}.",
    ),
    faults.TooManyRunning: ErrorRow(
        "402222",
        400,
        "Execution threshold reached. Jobs started by the API and not finished:"
        " {running}, limit: {limit}. Try again when one of them has ended.",
    ),
    faults.TooManyStarts: ErrorRow(
        "402223",
        400,
        "Execution threshold reached. Starts of this job in the last hour:"
        " {limit}, limit: {limit}. Try again after {free_at:%Y-%m-%dT%H:%M:%SZ}.",
    ),
    faults.RunNotStored: ErrorRow("402224", 400, "An internal error occured. {reason}"),
    faults.RunNotQueued: ErrorRow("402225", 400, "An internal error occured. {reason}"),
    faults.RunNotCommitted: ErrorRow(
        "402226", 400, "An internal error occured. {reason}"
    ),
    faults.UnknownRun: ErrorRow(
        "402218", 400, "Invalid job instance id. Value: {run_id}."
    ),
    faults.NotScheduled: ErrorRow(
        "NOT_SCHEDULED", 400, "Job {job_id} has no schedule that it could follow."
    ),
    faults.RunIsOver: ErrorRow(
        "RUN_IS_OVER", 400, "Run {run_id} has ended already: {status}."
    ),
    faults.NothingToResolve: ErrorRow(
        "NOTHING_TO_RESOLVE",
        400,
        "Run {run_id} has no such record that waits for a decision; what was decided"
        " may have been carried out.",
    ),
    faults.UnknownArtifact: ErrorRow(
        "UNKNOWN_ARTIFACT", 404, "Run {run_id} has no file {name}."
    ),
    faults.EventsNotSupported: ErrorRow(
        "60332",
        400,
        "This service will only work for the job category and type of USERS/SIS."
        " Value: {job_id}.",
    ),
}

_REQUESTS: Final[Mapping[type[Refusal], ErrorRow]] = {
    faults.MalformedBody: ErrorRow(
        "401676", 400, "No valid {expected} was given. {reason}"
    ),
    faults.BodyTooLarge: ErrorRow(
        "402119", 400, "General error. The body is larger than {limit_bytes} bytes."
    ),
    faults.MissingParameter: ErrorRow(
        "402228", 400, "Mandatory parameter is missing from input. Parameter: {name}."
    ),
    faults.EmptyParameter: ErrorRow(
        "402229", 400, "Mandatory parameter value is empty. Parameter: {name}."
    ),
    faults.InvalidParameter: ErrorRow(
        "40166410",
        400,
        "Parameter value invalid. {name}: {value}. Valid values: {allowed}.",
    ),
    faults.InvalidDate: ErrorRow(
        "402217", 400, "Invalid date format. {name}: {value}. Valid format: YYYY-MM-DD."
    ),
    faults.UnknownImportProfile: ErrorRow(
        "401871", 400, "Failed to find the Profile ID. Value: {profile_id}."
    ),
    faults.UnknownProfile: ErrorRow(
        "60304", 400, "Invalid profile ID. Value: {profile_id}."
    ),
    faults.UnknownEndpoint: ErrorRow(
        "UNKNOWN_ENDPOINT", 404, "There is no endpoint {endpoint_id}."
    ),
    faults.UnknownCodeTable: ErrorRow(
        "40166411", 400, "Param value is invalid. Code table: {name}."
    ),
    faults.UnknownLibrary: ErrorRow("402119", 400, "General error. Library: {code}."),
    faults.NoSuchPath: ErrorRow(
        "INVALID_REQUEST", 403, "There is no {method} {path}.", traced=False
    ),
    faults.Unauthorized: ErrorRow(
        "UNAUTHORIZED",
        400,
        "API-key not defined or not configured to allow this API.",
        traced=False,
    ),
    faults.PerSecondThreshold: ErrorRow(
        "PER_SECOND_THRESHOLD",
        429,
        "HTTP requests are more than allowed per second.",
        traced=False,
    ),
    faults.DailyThreshold: ErrorRow(
        "DAILY_THRESHOLD",
        429,
        "Daily API Request Threshold has been reached. It is reset at midnight GMT.",
        traced=False,
    ),
    faults.UntrustedHost: ErrorRow(
        "FORBIDDEN", 403, "This service does not answer for {host}.", traced=False
    ),
    faults.DatabaseUnreachable: ErrorRow(
        "INTERNAL_SERVER_ERROR",
        503,
        "The database cannot be reached. Try again in a moment.",
    ),
    faults.InternalError: ErrorRow(
        "INTERNAL_SERVER_ERROR", 500, "The web server encountered an unexpected error."
    ),
}

_SETS: Final[Mapping[type[Refusal], ErrorRow]] = {
    faults.UnknownSet: ErrorRow("60107", 400, "Invalid set ID. Value: {set_id}."),
    faults.UnknownSetToDelete: ErrorRow(
        "402264", 400, "Invalid Set ID. Value: {set_id}."
    ),
    faults.SetInUse: ErrorRow(
        "402282", 400, "Delete of Set Failed. Run {run_id} works on set {set_id}."
    ),
    faults.InvalidSet: ErrorRow("402261", 400, "Invalid Set object. {reason}"),
    faults.InvalidSetType: ErrorRow(
        "402262",
        400,
        "Set type is invalid. Only 'ITEMIZED' and 'LOGICAL' sets are supported."
        " Value: {value}.",
    ),
    faults.SetNameTaken: ErrorRow(
        "402263",
        400,
        "The set name already exists. Please choose a different name. Value: {name}.",
    ),
    faults.InvalidSetPrivacy: ErrorRow(
        "60209", 400, "Set private value not valid. Value: {value}."
    ),
    faults.InvalidSetStatus: ErrorRow(
        "60210", 400, "Set status not valid. Value: {value}."
    ),
    faults.InvalidQuery: ErrorRow(
        "60106",
        400,
        "Invalid query format. Value: {query}. At column {position}: {reason}.",
    ),
    faults.InvalidQueryContent: ErrorRow(
        "402269",
        400,
        "Invalid query content type in query string."
        " Value: {content}, expected: {expected}.",
    ),
    faults.InvalidCombineOperator: ErrorRow(
        "60204", 400, "Set combine operator not valid. Value: {value}."
    ),
    faults.SetsOfDifferentContent: ErrorRow(
        "60205", 400, "Combining sets are not the same type. Value: {contents}."
    ),
    faults.IncompletePopulation: ErrorRow(
        "500127", 400, "'job_instance_id' and 'population' must be provided together."
    ),
    faults.UnknownPopulation: ErrorRow(
        "402266", 400, "Population value is invalid. Value: {value}."
    ),
    faults.NotAnImportRun: ErrorRow(
        "402267",
        400,
        "Job instance type for the provided job_instance_id is not MD_IMPORT"
        " - the operation is not supported. Value: {run_id}.",
    ),
    faults.InvalidMembersOperation: ErrorRow(
        "60111", 400, "Invalid operation. Value: {op}."
    ),
    faults.NotAnItemizedSet: ErrorRow(
        "60112", 400, "Invalid set type. Set {set_id} is not itemized."
    ),
    faults.NoMembers: ErrorRow("60113", 400, "Input set with no members."),
    faults.MemberWithoutId: ErrorRow(
        "60114", 400, "Input set with no member ID. Member number: {position}."
    ),
    faults.MemberAlreadyInSet: ErrorRow(
        "60115", 400, "A member ID is already in the set. Value: {member_id}."
    ),
    faults.IdentifierAlreadyInSet: ErrorRow(
        "60176",
        400,
        "A member ID which is represented by an id_type identifier is already in"
        " the set. Value: {member_id} ({id_type}).",
    ),
    faults.InvalidMember: ErrorRow(
        "60116",
        400,
        "A member ID is not valid for the content. Value: {member_id} ({content}).",
    ),
    faults.InvalidIdentifier: ErrorRow(
        "60120",
        400,
        "A member ID is not valid for the content and identifier."
        " Value: {member_id} ({id_type}).",
    ),
    faults.MemberNotInSet: ErrorRow(
        "60117", 400, "Input set member ID is not in set. Value: {member_id}."
    ),
    faults.TooManyMembers: ErrorRow(
        "60118",
        400,
        "Input set member list exceeds limit. Value: {count}, limit: {limit}.",
    ),
    faults.RepeatedMember: ErrorRow(
        "60119", 400, "Input set with duplicate member. Value: {member_id}."
    ),
    faults.InvalidIdentifierType: ErrorRow(
        "40166410",
        400,
        "Invalid parameter identifier type. Value: {id_type}. Valid values: {allowed}.",
    ),
}

ERRORS: Final[Mapping[type[Refusal], ErrorRow]] = {**_JOBS, **_REQUESTS, **_SETS}
"""Every refusal, and how it stands on the wire."""
