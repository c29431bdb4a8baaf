using System.Globalization;
using Microsoft.Extensions.Logging;

namespace PostgresWorker.Observability.Warnings;

/// <summary>A line that is kept, and not made to text unless it is the last of its kind.</summary>
internal abstract class WarningLine
{
    /// <summary>Tells it, with how often it came since it was told before, and when it last did.</summary>
    public abstract void Tell(ILogger log, long times, DateTimeOffset at);
}

/// <inheritdoc />
internal sealed class WarningLine<TState>(
    LogLevel level, EventId eventId, TState state, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception, Func<TState, Exception?, string> formatter) : WarningLine
{
    /// <inheritdoc />
    public override void Tell(ILogger log, long times, DateTimeOffset at)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{formatter(state, exception)} ({times:N0} times more since this was told, the last at {at:u})");
        KeyValuePair<string, object?>[] told = [new("Times", times), new("LastAt", at), .. values];
        log.Log(level, eventId, told, exception, (_, _) => text);
    }
}
