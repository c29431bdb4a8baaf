using System.Text.Json;

namespace OutboxRelay;

/// <summary>A row of the table messages.</summary>
public sealed record Message(long Id, string Topic, string Key, JsonElement Body, DateTimeOffset SentAt);
