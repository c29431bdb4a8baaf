using Npgsql;

namespace PostgresWorker.Sources;

/// <summary>Where transactions and locks of a source's listeners are begun.</summary>
/// <param name="database">Its connections.</param>
/// <param name="isOwn">Whether they are the worker's, and not the application's to dispose of.</param>
internal sealed class ListenerDatabase(NpgsqlDataSource database, bool isOwn) : IAsyncDisposable
{
    public NpgsqlDataSource Database => database;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => isOwn ? database.DisposeAsync() : default;
}
