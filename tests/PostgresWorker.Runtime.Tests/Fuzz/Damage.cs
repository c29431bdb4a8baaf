namespace PostgresWorker.Tests.Fuzz;

/// <summary>Bytes that were sent well and did not arrive so.</summary>
internal static class Damage
{
    /// <summary>Another byte, a flipped bit, a piece less or a piece more, once or twice.</summary>
    public static byte[] Of(Random random, byte[] bytes)
    {
        List<byte> damaged = [.. bytes];
        for (var times = random.Next(1, 3); times > 0; times--)
        {
            var place = random.Next(damaged.Count + 1);
            switch (random.Next(4))
            {
                case 0 when place < damaged.Count:
                    damaged[place] = (byte)random.Next(256);
                    break;
                case 1 when place < damaged.Count:
                    damaged[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when place < damaged.Count:
                    damaged.RemoveRange(place, random.Next(4) == 0 ? damaged.Count - place : 1);
                    break;
                default:
                    damaged.InsertRange(place, [.. damaged.Take(random.Next(4)), (byte)"\"\\{}[](),;:-0n\0"[random.Next(15)]]);
                    break;
            }
        }

        return [.. damaged];
    }
}
