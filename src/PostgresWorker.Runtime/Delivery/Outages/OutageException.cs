namespace PostgresWorker.Delivery.Outages;

/// <summary>What the worker itself does around a call of a listener has failed. That says nothing about the listener, and is no attempt of it.</summary>
/// <param name="step">What could not be done.</param>
/// <param name="cause">Why.</param>
internal sealed class OutageException(OutageStep step, Exception cause) : Exception(cause.Message, cause)
{
    public OutageStep Step => step;
}
