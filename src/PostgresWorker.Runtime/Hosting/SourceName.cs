namespace PostgresWorker.Hosting;

/// <summary>A source that was added; its options carry the same name.</summary>
internal sealed record SourceName(string Name);
