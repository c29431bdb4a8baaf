namespace PostgresWorker.Sources;

/// <summary>Makes a source's connections.</summary>
internal interface ISourceConnector : IAsyncDisposable
{
    /// <summary>Prepares the database and begins to read behind <paramref name="position"/>, or where the server knows to go on.</summary>
    /// <param name="position">How far this process knows everything to be finished; none at first.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="PostgresWorkerConfigurationException">The source cannot work as it is configured.</exception>
    Task<IChangeSource> ConnectAsync(Lsn position, CancellationToken cancellationToken);
}
