import Events

extension OpenIdentity {
    /// The name as it may be shown: `张*`.
    public var maskedName: String { Masked.text(name) }

    /// The number as it may be shown: `370481********123X`.
    ///
    /// Where a birth date or an age stands beside it, it is not to be shown.
    public var maskedNumber: String { Masked.text(number) }
}
