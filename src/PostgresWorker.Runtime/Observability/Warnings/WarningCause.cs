using System.Data.Common;

namespace PostgresWorker.Observability.Warnings;

/// <summary>What makes two warnings the same one: the event, whom it is of, and what went wrong.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Subject">The source, the listener or what else it is of; null for whatever does not fit in any more.</param>
/// <param name="Error">The exception's type; null where there is none, or where the server says what it is.</param>
/// <param name="SqlState">What the server says.</param>
internal readonly record struct WarningCause(int EventId, string? Subject, Type? Error, string? SqlState)
{
    /// <summary>The cause of a line; null where each line of its event stands for itself.</summary>
    public static WarningCause? Of(int eventId, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        if (!RepeatedEvents.Subjects.TryGetValue(eventId, out var subjects))
        {
            return null;
        }

        string? subject = null;
        foreach (var name in subjects)
        {
            subject = subject is null ? Find(values, name) : $"{subject}/{Find(values, name)}";
        }

        var state = SqlStateOf(exception);
        return new WarningCause(eventId, subject, state is null ? exception?.GetType() : null, state);
    }

    private static string? Find(IReadOnlyList<KeyValuePair<string, object?>> values, string name)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Key == name)
            {
                return values[i].Value?.ToString();
            }
        }

        return null;
    }

    // It is often within another: a mapper's, or the worker's own.
    private static string? SqlStateOf(Exception? exception)
    {
        while (exception is not (null or DbException { SqlState: not null }))
        {
            exception = exception.InnerException;
        }

        return (exception as DbException)?.SqlState;
    }
}
