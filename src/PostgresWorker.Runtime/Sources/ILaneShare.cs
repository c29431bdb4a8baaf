namespace PostgresWorker.Sources;

/// <summary>Which part of a source's changes is this instance's to deliver, where several share them: those of some lanes.</summary>
internal interface ILaneShare
{
    /// <summary>The lanes; null where all changes are this instance's.</summary>
    short[]? Lanes { get; }

    /// <summary>Called when there are lanes that another instance may have had, before a change of theirs is handed out.</summary>
    Func<CancellationToken, Task>? TakenOver { get; set; }

    /// <summary>Called before changes are handed out that must wait where another instance has parked their keys, which it does when a row moves between lanes of both.</summary>
    Func<CancellationToken, Task>? ParkedElsewhere { get; set; }

    /// <summary>Whether nobody else has any.</summary>
    bool HoldsAll { get; }

    /// <summary>Something that is not handed out by the source is about to be delivered: its lane is not given up until <see cref="Leave"/> is called as often.</summary>
    /// <param name="lane">Its lane; null where it may concern any, so that none is given up.</param>
    /// <returns>Whether the lane is this instance's.</returns>
    bool TryEnter(short? lane);

    /// <summary>It has ended.</summary>
    void Leave(short? lane);
}
