namespace PostgresWorker.Sources;

/// <summary>Which part of a source's changes is this instance's to deliver, where several share them: those of some lanes.</summary>
internal interface ILaneShare
{
    /// <summary>The lanes; null where all changes are this instance's.</summary>
    short[]? Lanes { get; }

    /// <summary>Called when there are lanes that another instance may have had, before a change of theirs is handed out.</summary>
    Func<CancellationToken, Task>? TakenOver { get; set; }

    /// <summary>Something of the lanes is delivered that is not handed out by the source: none is given up until <see cref="Leave"/> is called as often.</summary>
    void Enter();

    /// <summary>It has ended.</summary>
    void Leave();
}
