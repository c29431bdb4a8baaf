using System.Globalization;

namespace PostgresWorker;

/// <summary>
/// A source has stopped because a change is larger than <see cref="SourceOptions.MaxChangeBytes"/>. It was not read, nothing behind it was delivered, and it comes again at the next start.
/// </summary>
public sealed class ChangeTooLargeException : PostgresWorkerConfigurationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="what">What is too large, and of which table.</param>
    /// <param name="changeId">The change's id.</param>
    /// <param name="bytes">Its size on the wire.</param>
    public ChangeTooLargeException(string source, string what, string changeId, long bytes)
        : base(
            source,
            [new Finding(
                "change_too_large",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}, {changeId}, is {bytes} bytes large, and MaxChangeBytes allows no more. Set PostgresWorker:Sources:{source}:MaxChangeBytes to {bytes} or more (the process needs some four times as much memory for it); or skip its transaction, as docs/operations.md says of a change that can not be handled."))],
            "has come to a change that is too large")
    {
        ChangeId = changeId;
        Bytes = bytes;
    }

    /// <summary>The change's id.</summary>
    public string ChangeId { get; }

    /// <summary>Its size on the wire.</summary>
    public long Bytes { get; }
}
