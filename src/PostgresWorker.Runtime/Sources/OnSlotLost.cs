namespace PostgresWorker;

/// <summary>What a source does when its slot no longer has the changes behind its checkpoint: it is gone, was invalidated or made anew, or was moved by somebody else.</summary>
public enum OnSlotLost
{
    /// <summary>The source halts with <see cref="ChangesMissingException"/>, until an operator has made up for what is missing and accepts the gap.</summary>
    Halt,

    /// <summary>
    /// It makes the slot anew, goes on from where that stands, and delivers the rows that its tables have by then as <see cref="Existing{T}"/>. What was deleted in the gap is told to nobody, and what was changed several times only as it is now.
    /// </summary>
    Resnapshot,
}
