using PostgresWorker.Sources;

namespace PostgresWorker;

/// <content>Values that change while a source runs.</content>
public sealed partial class SourceOptions
{
    // Those of its shards, which are copies; the list is one for all.
    private readonly List<WeakReference<SourceOptions>> _copies = [];

    /// <summary>The same values, of another object.</summary>
    internal SourceOptions Copy() => (SourceOptions)MemberwiseClone();

    /// <summary>Takes one value from others, for shards too.</summary>
    internal void Take(ReloadableOption option, SourceOptions from)
    {
        lock (_copies)
        {
            option.Copy!(this, from);
            _copies.RemoveAll(copy => !copy.TryGetTarget(out _));
            foreach (var copy in _copies)
            {
                if (copy.TryGetTarget(out var shard))
                {
                    option.Copy(shard, from);
                }
            }
        }
    }

    /// <summary>A copy that takes what this one takes.</summary>
    private SourceOptions Follower()
    {
        lock (_copies)
        {
            var follower = Copy();
            _copies.Add(new WeakReference<SourceOptions>(follower));
            return follower;
        }
    }
}
