using PostgresWorker.Generated;

namespace PostgresWorker;

/// <summary>
/// A table was truncated: every row that was there before is gone. Delivered after all earlier changes of the source and before all later ones.
/// </summary>
/// <param name="context">Where and when.</param>
/// <param name="cascade">Whether CASCADE was given.</param>
/// <param name="restartIdentity">Whether RESTART IDENTITY was given.</param>
public sealed class Truncated(ChangeContext context, bool cascade = false, bool restartIdentity = false) : Change(context)
{
    /// <summary>Whether CASCADE was given: tables that refer to this one were truncated too.</summary>
    public bool Cascade { get; } = cascade;

    /// <summary>Whether RESTART IDENTITY was given: the sequences of the table's columns began anew.</summary>
    public bool RestartIdentity { get; } = restartIdentity;

    /// <inheritdoc />
    public override string Action => "TRUNCATE";

    /// <summary>The truncate as JSON in the shape of <see cref="EventPayload"/>, without rows.</summary>
    public string ToJson() => new PayloadChange(Action, "", "", old: null, @new: null, Context).Payload.ToJson();
}
