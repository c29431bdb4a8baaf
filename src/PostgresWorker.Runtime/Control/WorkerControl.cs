using PostgresWorker.Generated;

namespace PostgresWorker.Control;

/// <summary>All sources of the worker.</summary>
/// <param name="sources">The sources, in the order in which they were added.</param>
/// <param name="routes">The listeners of all of them.</param>
internal sealed class WorkerControl(IReadOnlyList<SourceControl> sources, params IReadOnlyList<ListenerRoute> routes) : IPostgresWorker
{
    public IReadOnlyList<SourceControl> All => sources;

    /// <inheritdoc />
    public IReadOnlyList<string> Sources { get; } = [.. sources.Select(source => source.Name)];

    /// <inheritdoc />
    public SourceStatus GetStatus(string source) => Of(source).Status;

    /// <inheritdoc />
    public IReadOnlyList<ListenerStatus> GetListeners(string source) => Listeners.Of(Of(source), routes);

    /// <inheritdoc />
    public string Describe() => RouteCatalogue.Write(sources, routes);

    /// <inheritdoc />
    public Task WhenHandledAsync(string source, Lsn position, CancellationToken cancellationToken = default) =>
        Of(source).Positions.WhenHandledAsync(position, cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(string source, CancellationToken cancellationToken = default) => Of(source).Pauses.PauseAsync(null, cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(string source, string listener, CancellationToken cancellationToken = default)
    {
        var control = Of(source);
        return control.Pauses.PauseAsync(control.Known(listener), cancellationToken);
    }

    /// <inheritdoc />
    public void Resume(string source) => Of(source).Pauses.Resume(null);

    /// <inheritdoc />
    public void Resume(string source, string listener)
    {
        var control = Of(source);
        control.Pauses.Resume(control.Known(listener));
    }

    /// <exception cref="ArgumentException">No source has that name.</exception>
    public SourceControl Of(string source) => sources.FirstOrDefault(control => control.Name == source)
        ?? throw new ArgumentException($"No source is named '{source}'; there are {string.Join(", ", Sources)}.", nameof(source));
}
