namespace PostgresWorker.Generated.Values;

/// <summary>Whether a numeric is a decimal, or a BigInteger.</summary>
internal enum NumericResult
{
    /// <summary>It is, digit for digit.</summary>
    Exact,

    /// <summary>It is NaN or infinite.</summary>
    NotANumber,

    /// <summary>It has more digits than a decimal holds.</summary>
    TooLong,

    /// <summary>It has digits other than zero after the point.</summary>
    HasFraction,

    /// <summary>The value is not well-formed.</summary>
    Malformed,
}
