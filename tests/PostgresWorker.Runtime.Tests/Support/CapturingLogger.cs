using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PostgresWorker.Tests.Support;

/// <summary>A line that was logged.</summary>
internal sealed record LogLine(LogLevel Level, int EventId, string Message, Exception? Exception);

/// <summary>Keeps every line.</summary>
internal sealed class CapturingLogger : ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    public IReadOnlyList<LogLine> Of(int eventId) => [.. _lines.Where(line => line.EventId == eventId)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new LogLine(logLevel, eventId.Id, formatter(state, exception), exception));
}
