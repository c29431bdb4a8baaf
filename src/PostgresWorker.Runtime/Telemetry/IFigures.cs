namespace PostgresWorker.Telemetry;

/// <summary>One question to the server or the store, and what its answer says of a source.</summary>
internal interface IFigures
{
    /// <summary>Asks.</summary>
    /// <returns><paramref name="known"/> with the answer.</returns>
    Task<SourceFigures> ReadAsync(SourceFigures known, CancellationToken cancellationToken);
}
