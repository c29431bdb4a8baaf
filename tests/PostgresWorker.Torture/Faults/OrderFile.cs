using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>The file by which the workers are told what to suffer.</summary>
internal sealed class OrderFile(string folder)
{
    private readonly Dictionary<string, string> _orders = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Set(params (string Name, object Value)[] orders)
    {
        lock (_lock)
        {
            foreach (var (name, value) in orders)
            {
                _orders[name] = value.ToString()!;
            }

            Write();
        }
    }

    public void Clear(params string[] names)
    {
        lock (_lock)
        {
            Array.ForEach(names, name => _orders.Remove(name));
            Write();
        }
    }

    private void Write()
    {
        var path = Path.Combine(folder, Orders.FileName);
        File.WriteAllLines(path + ".new", _orders.Select(order => $"{order.Key}={order.Value}"));
        File.Move(path + ".new", path, overwrite: true);
    }
}
