namespace PostgresWorker;

/// <summary>
/// Stands around every call of the listeners that it is added to: <c>worker.AddFilter&lt;T&gt;()</c> for all, <see cref="ChangeFilterAttribute{TFilter}"/> for those of a class or for one. Resolved from the call's
/// scope, so its constructor may take what a listener's may.
/// </summary>
public interface IChangeFilter
{
    /// <summary>Called in place of the listener, or of the filter that stands further inside.</summary>
    /// <param name="delivery">What is delivered, and to whom.</param>
    /// <param name="next">
    /// Goes on to the listener; await it. A filter that does not call it skips the listener, and the changes count as handled. What it throws is the attempt's failure, and a filter may
    /// throw another in its place.
    /// </param>
    /// <param name="cancellationToken">Cancelled by the listener's timeout, and when the worker must stop. To be passed on, or one that is linked to it.</param>
    ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken);
}
