namespace PostgresWorker.Dispatch;

/// <summary>Takes what is to be delivered of a change.</summary>
internal interface IRoutedChanges
{
    /// <summary>Adds one behind the others, to be written where it will stay: it is large, and each copy of it is told to the collector.</summary>
    ref RoutedChange Add();
}
