namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What the events are in SQL and in the outbox.</summary>
internal static class CaptureEvents
{
    /// <summary>The last part of a trigger's name.</summary>
    public static string NameOf(CaptureEvent @event) => @event.ToString().ToLowerInvariant();

    /// <summary>The operation that fires it.</summary>
    public static string OperationOf(CaptureEvent @event) => @event switch
    {
        CaptureEvent.Insert => "INSERT",
        CaptureEvent.Delete => "DELETE",
        CaptureEvent.Truncate => "TRUNCATE",
        _ => "UPDATE",
    };

    /// <summary>The <c>kind</c> that is written.</summary>
    public static char KindOf(CaptureEvent @event) => @event switch
    {
        CaptureEvent.Insert or CaptureEvent.Enter => 'I',
        CaptureEvent.Delete or CaptureEvent.Leave => 'D',
        CaptureEvent.Truncate => 'T',
        _ => 'U',
    };
}
