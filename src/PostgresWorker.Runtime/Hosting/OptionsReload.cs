using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Hosting;

/// <summary>
/// Takes over what may change while a source runs when the configuration is loaded anew, and says of the rest that it takes a restart. All that is wrong leaves everything as it is. The options that the worker runs with are one object for
/// its life, into which new values are written: who asks at each use sees them, and nothing is half of one and half of the other.
/// </summary>
internal sealed class OptionsReload : IDisposable
{
    private readonly string _source;
    private readonly SourceOptions _running;
    private readonly IOptionsFactory<SourceOptions> _factory;
    private readonly ILogger _logger;
    private readonly IDisposable _change;
    private SourceOptions _seen;

    public OptionsReload(string source, SourceOptions running, IOptionsFactory<SourceOptions> factory, IConfiguration configuration, ILogger logger)
    {
        (_source, _running, _seen, _factory, _logger) = (source, running, running.Copy(), factory, logger);
        _change = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <inheritdoc />
    public void Dispose() => _change.Dispose();

    private void Reload()
    {
        SourceOptions loaded;
        try
        {
            loaded = _factory.Create(_source);
        }
#pragma warning disable CA1031 // What is wrong with a file that somebody edits ends no worker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.OptionsRefused(_logger, _source, e.Message);
            return;
        }

        foreach (var option in ReloadableOption.All)
        {
            // Once for each new value: a file is often loaded again for something else.
            if (!option.Differs(_seen, loaded))
            {
                continue;
            }

            var path = $"PostgresWorker:Sources:{_source}:{option.Name}";
            if (option.Copy is null)
            {
                Say(option, loaded, path);
                continue;
            }

            _running.Take(option, loaded);
            Log.OptionReloaded(_logger, _source, path, option.Get(loaded));
        }

        _seen = loaded;
    }

    // Without its value, which may be a connection string.
    private void Say(ReloadableOption option, SourceOptions loaded, string path)
    {
        if (option.Differs(_running, loaded))
        {
            Log.OptionNotReloaded(_logger, _source, path);
        }
    }
}
