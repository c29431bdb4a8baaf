namespace PostgresWorker.Torture.Oracle;

/// <summary>What a change was, in words that both captures know: no other change has the same.</summary>
/// <param name="Action">INSERT, UPDATE, DELETE, TRUNCATE or MESSAGE.</param>
/// <param name="Table">The table's name; of a message <see cref="ReferenceStream.Messages"/>.</param>
/// <param name="Key">The key; of an update, the new one.</param>
/// <param name="Writer">Who wrote the row; of what has none, 0.</param>
/// <param name="Seq">What number of his; of TRUNCATE the transaction's.</param>
internal readonly record struct Content(string Action, string Table, long Key, int Writer, long Seq);

/// <summary>A change, as the slot says that nothing ever disturbed.</summary>
/// <param name="Content">What it was.</param>
/// <param name="OldRow">The row as it was, where it had another key, in words as if it were deleted.</param>
/// <param name="ChangeId">Commit LSN, change LSN and place among the changes with that LSN.</param>
/// <param name="Commit">Where the commit record begins.</param>
/// <param name="CommittedAt">When it was committed, by the clock that all share.</param>
internal sealed record ReferenceEvent(Content Content, Content? OldRow, string ChangeId, ulong Commit, long CommittedAt)
{
    /// <summary>Its place in the order of commits.</summary>
    public int Index { get; init; }

    /// <summary>Whether it came with a layout of its table that does not fit the row type of a listener.</summary>
    public bool IsMisfit { get; init; }

    /// <summary>The part of the keys that it is of, where there are parts.</summary>
    public int Shard { get; init; }
}
