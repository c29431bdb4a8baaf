namespace PostgresWorker.Delivery;

/// <summary>How an attempt ended.</summary>
internal enum AttemptEnd
{
    /// <summary>The change or batch is finished, be it that the listener handled it or that it was discarded.</summary>
    Handled,

    /// <summary>It is tried again after <see cref="AttemptResult.Delay"/>.</summary>
    Retry,

    /// <summary>What the worker does around the call could not be done: it is tried again after <see cref="AttemptResult.Delay"/>, and this was no attempt.</summary>
    HeldUp,

    /// <summary>It is not tried again: <see cref="IExhaustedDeliveries"/> says what becomes of it.</summary>
    Exhausted,
}
