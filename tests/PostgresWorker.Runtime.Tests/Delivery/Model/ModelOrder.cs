using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>What must come before what, by the rules and not by how the lanes keep them.</summary>
internal sealed class ModelOrder(ModelCase run)
{
    /// <summary>Whether all that must come before a post is finished, or before it in the same call.</summary>
    public bool MayBegin(int post, Func<int, bool> isFinished, IReadOnlyList<int> call) => Domains(post).All(domain =>
    {
        for (var before = post - 1; before >= 0; before--)
        {
            if (!Domains(before).Contains(domain))
            {
                continue;
            }

            // What is before that one was asked when it began; a mark begins when nothing is before it.
            return run.Posts[before].IsMark ? MayBegin(before, isFinished, call) : isFinished(before) || call.Contains(before);
        }

        return true;
    });

    /// <summary>The orders in which a post has a place.</summary>
    private IEnumerable<(int Listener, int Key)> Domains(int index)
    {
        var post = run.Posts[index];
        var isBatched = run.Listeners[post.Listener].MaxSize > 0;
        return run.Settings switch
        {
            { Ordering: Ordering.None } => [],
            { Count: 1 } => [(isBatched ? post.Listener : -1, 0)],
            { Ordering: Ordering.PerTable } => [(post.Listener, 0)],
            _ => post.OldKey < 0 ? [(post.Listener, post.Key)] : [(post.Listener, post.Key), (post.Listener, post.OldKey)],
        };
    }
}
