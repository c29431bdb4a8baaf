namespace PostgresWorker.Generators.Model;

/// <summary>What a listener takes of messages.</summary>
/// <param name="Value">What the content is read into, as written in generated code; null where it is handed over as it is.</param>
/// <param name="Json">The JsonSerializerContext that reads it, as written in generated code; null with <paramref name="Value"/>.</param>
/// <param name="IsNullable">Whether JSON null is a value of the parameter.</param>
internal sealed record MessageModel(string? Value, string? Json, bool IsNullable);
