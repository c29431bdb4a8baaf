namespace PostgresWorker;

/// <summary>
/// A message's content is no JSON of the type that its listener takes. Neither this exception nor its message has anything of the content,
/// for exceptions end up in logs.
/// </summary>
public sealed class MessageReadException : Exception
{
    /// <summary>Creates the exception for a message of <paramref name="prefix"/>.</summary>
    /// <param name="prefix">The message's prefix.</param>
    /// <param name="valueType">The type that it should have been read into.</param>
    /// <param name="reason">What does not fit and what to do.</param>
    public MessageReadException(string prefix, Type valueType, string reason)
        : base($"The message '{prefix}' can't be read as {valueType}: {reason}")
    {
        Prefix = prefix;
        ValueType = valueType;
    }

    /// <summary>The message's prefix.</summary>
    public string Prefix { get; }

    /// <summary>The type that it should have been read into.</summary>
    public Type ValueType { get; }
}
