import Events

/// Where a person stands, in the words of offices.
public enum StatusWords {
    /// The words of a status.
    public static func meaning(of status: AssessmentStatus) -> String { Words.status(status) }
}
