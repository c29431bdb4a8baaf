namespace PostgresWorker.Dispatch;

/// <summary>What is told how it ends when a change that was kept is delivered again.</summary>
internal interface IReplay
{
    /// <summary>Whether its listener has handled it, and only that is still to be written.</summary>
    bool IsHandled { get; }

    /// <summary>Whether it is not to be delivered now after all: something before it has failed, and it stays kept.</summary>
    bool IsWithdrawn { get; }

    /// <summary>Completes when it is written that the change was handled.</summary>
    /// <exception cref="DeadLetters.LetterWriteException">It could not be written.</exception>
    ValueTask HandledAsync(CancellationToken cancelled);

    /// <summary>It was withdrawn, and not delivered.</summary>
    void Withdraw();
}
