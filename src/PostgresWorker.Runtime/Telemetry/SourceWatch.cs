using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Telemetry;

/// <summary>Asks server and store every so often how a source is, so that metrics and health checks are answered from memory, and has the summary said.</summary>
internal sealed class SourceWatch : IAsyncDisposable
{
    /// <summary>How this loop is called where it stands still.</summary>
    public const string Loop = "watch";

    // What was heard before is believed for so long.
    private const int MaxFailures = 3;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly SourceControl _control;
    private readonly IReadOnlyList<IFigures> _figures;
    private readonly SourceSummary _summary;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private int _failures;

    public SourceWatch(SourceControl control, IReadOnlyList<IFigures> figures, Func<TimeSpan> interval, TimeProvider time, ILogger logger)
    {
        (_control, _figures, _time, _logger) = (control, figures, time, logger);
        _summary = new SourceSummary(control, time, logger);
        _loop = Task.Run(() => RunAsync(interval), CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
    }

    private async Task RunAsync(Func<TimeSpan> interval)
    {
        using var beat = _control.Telemetry.Beats.Begin(Loop);
        using var timer = new PeriodicTimer(interval(), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false))
            {
                await LookAsync().ConfigureAwait(false);
                _summary.Tell();
                if (interval() is var next && next != timer.Period)
                {
                    // It was loaded anew.
                    timer.Period = next;
                }

                beat.Move();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task LookAsync()
    {
        if (_control.State is not (SourceState.Running or SourceState.Reconnecting))
        {
            // What another instance reads is told by that one.
            _control.Telemetry.Figures = null;
            return;
        }

        using var deadline = new CancellationTokenSource(LongestLook, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopped.Token);
        try
        {
            var known = new SourceFigures();
            foreach (var figures in _figures)
            {
                known = await figures.ReadAsync(known, ended.Token).ConfigureAwait(false);
            }

            _control.Telemetry.Figures = known;
            _failures = 0;
        }
#pragma warning disable CA1031 // Delivery goes on, whatever is wrong with looking at it.
        catch (Exception e) when (!_stopped.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Not where the source itself has lost its connection, which is said already.
            _control.Telemetry.Figures = ++_failures < MaxFailures ? _control.Telemetry.Figures : null;
            if (_control.State == SourceState.Running)
            {
                Log.FiguresNotRead(_logger, e, _control.Name);
            }
        }
    }
}
