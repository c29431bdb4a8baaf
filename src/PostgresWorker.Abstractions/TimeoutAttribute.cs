namespace PostgresWorker;

/// <summary>
/// How long one call of a listener may take. Then its <see cref="CancellationToken"/> is cancelled, and the attempt has failed with a
/// <see cref="ListenerTimeoutException"/> as soon as the method ends by that. A method that ends well all the same has handled the change.
/// </summary>
/// <param name="milliseconds">Milliseconds, 1 to 86,400,000; or <see cref="Timeout.Infinite"/>.</param>
/// <remarks>A listener that ignores its token is waited for, and a warning says so: changes of its key must not run beside it.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TimeoutAttribute(int milliseconds) : Attribute
{
    /// <summary>How many milliseconds a call may take.</summary>
    /// <value>1 to 86,400,000, or -1 for any time. Without the attribute: <c>HandlerTimeout</c> of the source's options.</value>
    public int Milliseconds => milliseconds;
}
