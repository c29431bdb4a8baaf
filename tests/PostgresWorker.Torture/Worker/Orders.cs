using System.Globalization;

namespace PostgresWorker.Torture.Worker;

/// <summary>What the torture asks of its workers, in a file that is written anew each time: lines of a name and a value.</summary>
internal sealed class Orders : IDisposable
{
    public const string FileName = "orders";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly Timer _timer;
    private volatile Dictionary<string, string> _orders = [];

    public Orders(string folder)
    {
        Folder = folder;
        _path = Path.Combine(folder, FileName);
        _timer = new Timer(_ => Read(), null, TimeSpan.Zero, Pause);
    }

    /// <summary>The folder that torture and workers share.</summary>
    public string Folder { get; }

    /// <summary>A number that was asked for; 0 where none was.</summary>
    public long this[string name] => _orders.TryGetValue(name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>A text that was asked for; empty where none was.</summary>
    public string Text(string name) => _orders.GetValueOrDefault(name, "");

    public void Dispose() => _timer.Dispose();

    private void Read()
    {
        try
        {
            var read = File.ReadLines(_path).Select(line => line.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            if (read.Count != _orders.Count || read.Except(_orders).Any())
            {
                _orders = read;
            }
        }
        catch (IOException)
        {
            // It is being replaced, or there is none yet.
        }
    }
}
